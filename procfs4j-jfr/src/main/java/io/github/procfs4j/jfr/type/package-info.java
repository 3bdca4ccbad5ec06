/** How a table of a source becomes a type of events: for events that are written now or later. */
@NullMarked
package io.github.procfs4j.jfr.type;

import org.jspecify.annotations.NullMarked;
