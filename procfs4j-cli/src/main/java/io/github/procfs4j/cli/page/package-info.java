/**
 * The self-contained HTML page of a recording: what it holds ({@link
 * io.github.procfs4j.cli.page.Page}) and how it is written ({@link
 * io.github.procfs4j.cli.page.PageWriter}).
 *
 * <p>The page knows nothing of procfs: it is given text and numbers. All text may be hostile, since
 * processes and devices choose their names; it is made visible and escaped in one place, {@link
 * io.github.procfs4j.cli.page.Html}.
 */
@NullMarked
package io.github.procfs4j.cli.page;

import org.jspecify.annotations.NullMarked;
