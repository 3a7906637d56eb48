/**
 * The inner parts under JMH: what one thread pays in the engine and in the codecs, without wire and journal.
 *
 * <p>Each {@code *Benchmark} class is run in JVMs of its own by {@link io.stowage.bench.micro.MicroBenchmarks}, always with the
 * allocation profiler.
 */
@NullMarked
package io.stowage.bench.micro;

import org.jspecify.annotations.NullMarked;
