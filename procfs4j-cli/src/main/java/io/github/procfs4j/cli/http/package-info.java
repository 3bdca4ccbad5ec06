/**
 * A small server for HTTP/1.1: requests without a body, answered from memory. It knows nothing of
 * what it serves.
 */
@NullMarked
package io.github.procfs4j.cli.http;

import org.jspecify.annotations.NullMarked;
