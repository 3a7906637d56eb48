/** Tests of what the package of the same name does. */
@NullMarked
package io.stowage.tools.cluster;

import org.jspecify.annotations.NullMarked;
