/**
 * The inner part of layouts, which is exported only to the command: the places of rows, and the
 * layouts of sources whose rows come and go, where each row has a slot, whose cells keep their
 * numbers.
 */
@NullMarked
package io.github.procfs4j.model.slots;

import org.jspecify.annotations.NullMarked;
