/** What plays the server in tests: frames that it sends, and where those of clients go. */
@NullMarked
package io.stowage.client.scripted;

import org.jspecify.annotations.NullMarked;
