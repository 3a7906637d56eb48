/** Tests of the demo. */
@NullMarked
package io.stowage.tools.demo;

import org.jspecify.annotations.NullMarked;
