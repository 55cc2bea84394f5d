/** Known-bad samples for the architecture rules. */
package io.sluice.engine.bad;
