/** Tests of what couples two histories. */
@NullMarked
package io.stowage.tools.whatif;

import org.jspecify.annotations.NullMarked;
