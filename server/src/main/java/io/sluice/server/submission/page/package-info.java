/** The submission document as a page: the first thing an integrator sees. */
@NullMarked
package io.sluice.server.submission.page;

import org.jspecify.annotations.NullMarked;
