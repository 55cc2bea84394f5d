/** Addresses of the internet: URLs, certificates behind them, IP addresses. */
@NullMarked
package io.sluice.engine.type.web;

import org.jspecify.annotations.NullMarked;
