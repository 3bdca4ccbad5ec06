/** Messages of protocol buffers, without generated code. */
@NullMarked
package io.github.procfs4j.cli.protobuf;

import org.jspecify.annotations.NullMarked;
