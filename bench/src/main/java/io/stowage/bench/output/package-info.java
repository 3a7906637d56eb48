/** What benchmarks print: tables for people, JSON for programs, and on which machine the figures were seen. */
@NullMarked
package io.stowage.bench.output;

import org.jspecify.annotations.NullMarked;
