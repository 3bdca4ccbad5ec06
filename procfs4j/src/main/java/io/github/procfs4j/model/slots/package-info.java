/**
 * Layouts of sources whose rows come and go: each row has a slot, whose cells keep their numbers.
 * An inner part of the model, which is exported only to the command.
 */
@NullMarked
package io.github.procfs4j.model.slots;

import org.jspecify.annotations.NullMarked;
