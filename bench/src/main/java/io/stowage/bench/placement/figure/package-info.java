/** What one policy showed on one cluster: its time and its evenness. The same records for ours and for others'. */
@NullMarked
package io.stowage.bench.placement.figure;

import org.jspecify.annotations.NullMarked;
