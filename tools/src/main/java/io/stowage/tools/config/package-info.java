/**
 * The settings of the programs: one file, documented key by key, with environment and command line above it.
 */
@NullMarked
package io.stowage.tools.config;

import org.jspecify.annotations.NullMarked;
