package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.testing.RemarkableNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Changes of a text from one sample to the next, including impossible ones. */
final class Mutations {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.]*");
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  /** A number that stands for itself: not within a word, not negative, without decimals. */
  private static final Pattern WHOLE_NUMBER = Pattern.compile("(?<![^ \t\n:])[0-9]+(?![^ \t\n])");

  private static final List<String> REMARKABLE =
      Stream.concat(
              RemarkableNumbers.ALL.stream(),
              Stream.of(
                  "18014398503714728",
                  "000000000000000000000000000000000000000000000042",
                  "00000000000000000000000000000000000000000000042"))
          .toList();

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  /** A text that follows {@code text}, which is one moment of {@code moments}. */
  byte[] next(byte[] text, List<byte[]> moments) {
    if (random.nextInt(6) == 0) {
      return moments.get(random.nextInt(moments.size()));
    }
    String now = new String(text, ISO_8859_1);
    if (now.length() > 40_000) {
      return moments.getFirst();
    }
    // Usually, numbers grow. Then, half of the time, something else changes too.
    if (random.nextInt(3) > 0) {
      now = tick(now, random.nextInt(3) == 0 ? 1 : random.nextDouble() * random.nextDouble());
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      now = mutate(now);
    }
    return now.getBytes(ISO_8859_1);
  }

  /** The same text with other integers, padded at random, in place of integers. */
  byte[] withOtherNumbers(byte[] text, double share) {
    return tick(new String(text, ISO_8859_1), share).getBytes(ISO_8859_1);
  }

  private String tick(String text, double share) {
    return WHOLE_NUMBER
        .matcher(text)
        .replaceAll(
            match -> random.nextDouble() >= share ? match.group() : follower(match.group()));
  }

  private String follower(String number) {
    return switch (random.nextInt(8)) {
      case 0 -> number.length() < 18 ? Long.toString(Long.parseLong(number) + 1) : number;
      case 1 -> Integer.toString(random.nextInt(1000));
      case 2 -> Long.toUnsignedString(random.nextLong());
      case 3 -> Long.toString(random.nextLong() >>> (1 + random.nextInt(62)));
      case 4 -> "0".repeat(1 + random.nextInt(12)) + random.nextInt(100_000);
      case 5 -> "0";
      default ->
          Long.toString((number.length() < 18 ? Long.parseLong(number) : 7) + random.nextInt(2000));
    };
  }

  private String mutate(String text) {
    return switch (random.nextInt(20)) {
      case 0 -> inNumber(text, n -> n + random.nextInt(10));
      case 1 -> inNumber(text, n -> random.nextInt(10) + n);
      case 2 -> inNumber(text, n -> n.substring(1));
      case 3 -> inNumber(text, n -> n.substring(0, n.length() - 1));
      case 4 -> inNumber(text, n -> n.startsWith("-") ? n.substring(1) : "-" + n);
      case 5 -> inNumber(text, n -> blanks() + n);
      case 6 -> inNumber(text, n -> n + blanks());
      case 7 -> inNumber(text, n -> "0".repeat(random.nextInt(50)) + n);
      case 8, 9, 10 -> inNumber(text, n -> REMARKABLE.get(random.nextInt(REMARKABLE.size())));
      case 11 -> inLines(text, Lines.DUPLICATE);
      case 12 -> inLines(text, Lines.REMOVE);
      case 13 -> inLines(text, Lines.SWAP);
      case 14 -> inLines(text, Lines.JOIN);
      case 15 -> inBlanks(text, random.nextInt(3) == 0 ? "" : blanks());
      case 16 -> inBlanks(text, " " + random.nextInt(100_000) + " "); // an extra column
      case 17 -> {
        int at = random.nextInt(text.length() + 1);
        yield text.substring(0, at) + (random.nextBoolean() ? "" : "\n"); // truncated
      }
      case 18 -> {
        int at = random.nextInt(text.length() + 1);
        int upTo = Math.min(text.length(), at + random.nextInt(3));
        yield text.substring(0, at) + anyBytes() + text.substring(upTo);
      }
      default -> {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(60));
        int at = random.nextInt(text.length() + 1);
        yield text.substring(0, at) + text.substring(from, to) + text.substring(at);
      }
    };
  }

  private String blanks() {
    StringBuilder blanks = new StringBuilder();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      blanks.append(random.nextInt(4) == 0 ? '\t' : ' ');
    }
    return blanks.toString();
  }

  private String anyBytes() {
    StringBuilder bytes = new StringBuilder();
    String likely = "\n\n 0:.-\tacx\u0000\u00ff";
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bytes.append(
          random.nextBoolean()
              ? likely.charAt(random.nextInt(likely.length()))
              : (char) random.nextInt(256));
    }
    return bytes.toString();
  }

  private String inNumber(String text, UnaryOperator<String> change) {
    return inMatch(NUMBER, text, change);
  }

  private String inBlanks(String text, String other) {
    return inMatch(BLANKS, text, any -> other);
  }

  private String inMatch(Pattern pattern, String text, UnaryOperator<String> change) {
    List<MatchResult> matches = pattern.matcher(text).results().toList();
    if (matches.isEmpty()) {
      return text;
    }
    MatchResult match = matches.get(random.nextInt(matches.size()));
    return text.substring(0, match.start())
        + change.apply(match.group())
        + text.substring(match.end());
  }

  private enum Lines {
    DUPLICATE,
    REMOVE,
    SWAP,
    JOIN
  }

  private String inLines(String text, Lines change) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)", -1)));
    int one = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (change) {
      case DUPLICATE -> lines.add(other, lines.get(one));
      case REMOVE -> lines.remove(one);
      case SWAP -> {
        String line = lines.get(one);
        lines.set(one, lines.get(other));
        lines.set(other, line);
      }
      case JOIN -> lines.set(one, lines.get(one).replace('\n', ' '));
    }
    return String.join("", lines);
  }
}
