/** Tests of what journals are shown with. */
@NullMarked
package io.stowage.tools.journal;

import org.jspecify.annotations.NullMarked;
