/** The figures of a run as pictures: SVG, readable on white. */
@NullMarked
package io.stowage.bench.placement.chart;

import org.jspecify.annotations.NullMarked;
