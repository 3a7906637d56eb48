/** Tests of the command line: commands in this process against a real server, real processes, and the launcher. */
@NullMarked
package io.stowage.tools;

import org.jspecify.annotations.NullMarked;
