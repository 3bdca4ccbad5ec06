package io.github.procfs4j.system;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text after the counts of a numbered interrupt: the chip, the number of the interrupt at the
 * chip, its trigger, and its devices.
 *
 * <pre>
 *  PCI-MSI 16385-edge      virtio0-req.0
 *    GICv3  27 Level     arch_timer
 *     GPIO  1-0053
 * </pre>
 *
 * <p>The names of a chip and of a device may consist of several words, and may begin with digits.
 * The kernel prints one blank and the number at the chip, at least as wide as the interrupt numbers
 * before the colon; kernels before 3.19 print none. Then follow {@code Level} or {@code Edge} on
 * architectures that print it, and a minus and the name of the flow if it has one. Two blanks
 * precede the devices. {@code show_interrupts} in kernel/irq/proc.c.
 */
final class InterruptText {
  private static final Pattern NUMBER_AT_CHIP = Pattern.compile("([0-9]+)(?:-(.+))?");

  /**
   * The name of an I2C device, its bus and address, which some drivers use as the name of their
   * interrupt.
   */
  private static final Pattern I2C_DEVICE = Pattern.compile("[0-9]+-[0-9a-f]{4}");

  private static final Pattern WORD = Pattern.compile("([ \\t]*)([^ \\t]+)");

  private record Word(int blanks, String text) {}

  private InterruptText() {}

  /**
   * The labels of a row.
   *
   * @param irq the number of the interrupt
   * @param width the number of bytes before the colon
   * @param text the text after the counts, beginning with the chip
   */
  static String[] labels(String irq, int width, String text) {
    List<Word> words = words(text);
    if (words.isEmpty()) {
      return new String[] {irq, "", "", ""};
    }
    int trigger = 1;
    while (trigger < words.size() && !isNumberAtChip(words.get(trigger), trigger, width)) {
      trigger++;
    }
    int device = trigger + 1;
    if (trigger == words.size()) {
      trigger = 1; // no such number: then the name of the chip is one word
      device = 1;
    }
    while (device < words.size() && isSense(words.get(device).text)) {
      device++;
    }
    return new String[] {
      irq, join(words, 0, trigger), join(words, trigger, device), join(words, device, words.size())
    };
  }

  private static boolean isNumberAtChip(Word word, int place, int width) {
    Matcher matcher = NUMBER_AT_CHIP.matcher(word.text);
    if (!matcher.matches() || I2C_DEVICE.matcher(word.text).matches()) {
      return false;
    }
    int digits = matcher.group(1).length();
    return word.blanks + digits == 1 + Math.max(width, digits)
        || (place == 1 && word.blanks == 1); // a text whose blanks were collapsed
  }

  /** {@code Level}, {@code Edge}, or the name of the flow: {@code -fasteoi}. */
  private static boolean isSense(String word) {
    return word.equals("Level")
        || word.equals("Edge")
        || (word.length() > 1 && word.startsWith("-"));
  }

  /** The same words, separated by single blanks. */
  static String singleBlanks(String text) {
    List<Word> words = words(text);
    return join(words, 0, words.size());
  }

  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(new Word(matcher.group(1).length(), matcher.group(2)));
    }
    return words;
  }

  private static String join(List<Word> words, int from, int to) {
    return String.join(" ", words.subList(from, to).stream().map(Word::text).toList());
  }
}
