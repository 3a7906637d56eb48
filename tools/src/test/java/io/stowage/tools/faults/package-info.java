/** Real faults against the real server process: killed, without power, stopped, without disk space, under load all the time. */
@NullMarked
package io.stowage.tools.faults;

import org.jspecify.annotations.NullMarked;
