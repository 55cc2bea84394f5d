/** The list modules of a flow's steps (exchange 5.6): lists kept here are asked in this process, others over HTTP. */
@NullMarked
package io.sluice.server.list.module;

import org.jspecify.annotations.NullMarked;
