/** Tests. */
@NullMarked
package io.stowage.bench.micro;

import org.jspecify.annotations.NullMarked;
