/**
 * The encoding of samples as changes, which histories in memory and recordings share. An inner part
 * of the model, which is not exported.
 */
@NullMarked
package io.github.procfs4j.model.changes;

import org.jspecify.annotations.NullMarked;
