/** The report. */
@NullMarked
package io.github.procfs4j.cli.report;

import org.jspecify.annotations.NullMarked;
