/**
 * Scenario files, run on an engine of their own or on a running server.
 */
@NullMarked
package io.stowage.tools.scenario;

import org.jspecify.annotations.NullMarked;
