/**
 * A generated fleet of real clients against an embedded server, with an oracle that knows the truth.
 */
@NullMarked
package io.stowage.tools.demo;

import org.jspecify.annotations.NullMarked;
