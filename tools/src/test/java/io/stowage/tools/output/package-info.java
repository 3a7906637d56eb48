/** Tests of what the package of the same name does. */
@NullMarked
package io.stowage.tools.output;

import org.jspecify.annotations.NullMarked;
