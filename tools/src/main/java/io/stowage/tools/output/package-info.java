/**
 * What people and programs see: tables, JSON, live listings, sizes and times, questions. Used by all commands.
 */
@NullMarked
package io.stowage.tools.output;

import org.jspecify.annotations.NullMarked;
