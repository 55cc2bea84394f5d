/** Accesses: what roles there are, how a person stands in a company, and what a request may therefore do (crm 2.6, 4.2). */
@NullMarked
package io.sluice.server.crm.access;

import org.jspecify.annotations.NullMarked;
