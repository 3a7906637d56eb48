@NullMarked
package io.stowage.codecs;

import org.jspecify.annotations.NullMarked;
