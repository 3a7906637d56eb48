@NullMarked
package io.stowage.codecs.wire;

import org.jspecify.annotations.NullMarked;
