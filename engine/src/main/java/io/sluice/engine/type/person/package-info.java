/** Who somebody is: gender and social security number. */
@NullMarked
package io.sluice.engine.type.person;

import org.jspecify.annotations.NullMarked;
