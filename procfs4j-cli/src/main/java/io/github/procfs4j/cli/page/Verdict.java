package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a resource at the top of the page.
 *
 * @param name the resource
 * @param isRemarkable whether there is anything worth mentioning
 * @param phrases what there is to say, the most important first
 */
public record Verdict(String name, boolean isRemarkable, List<Phrase> phrases) {

  public Verdict {
    phrases = List.copyOf(phrases);
  }

  /**
   * A phrase, and where on the page it can be verified.
   *
   * @param text the phrase
   * @param target the place; null if there is none
   */
  public record Phrase(String text, @Nullable Target target) {}

  /**
   * A place on the page.
   *
   * @param lane the identifier of a lane
   * @param chart the identifier of a chart in it; empty for the lane itself
   * @param from the beginning of the time to show; NaN for all
   * @param to the end
   * @param key the identity of the row or process to select; empty for none
   */
  public record Target(String lane, String chart, double from, double to, String key) {}
}
