/** Tests of what the package of the same name does. */
@NullMarked
package io.stowage.tools.agent;

import org.jspecify.annotations.NullMarked;
