/**
 * The self-contained HTML page of a recording or a comparison: its content ({@link
 * io.github.procfs4j.cli.page.Page}) and how it is written ({@link
 * io.github.procfs4j.cli.page.PageWriter}).
 *
 * <p>The page is independent of procfs: it receives text and numbers. All text may be hostile,
 * because processes and devices choose their names; it is made visible and escaped in one place,
 * {@link io.github.procfs4j.cli.page.Html}.
 */
@NullMarked
package io.github.procfs4j.cli.page;

import org.jspecify.annotations.NullMarked;
