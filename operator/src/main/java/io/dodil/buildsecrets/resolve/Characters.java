package io.dodil.buildsecrets.resolve;

import java.util.Locale;

/// Characters that nobody sees, and their names.
final class Characters {

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private Characters() {}

  /// Control and format characters, line separators, and every space but the one of ASCII.
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> false;
    };
  }

  /// Without invisible characters and spaces around it.
  static String stripped(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  static boolean isBlank(int c) {
    return c == ' ' || isInvisible(c);
  }

  /// As Unicode names it, such as `LINE FEED (U+000A)`.
  static String name(int c) {
    var name = c == BYTE_ORDER_MARK ? "BYTE ORDER MARK" : String.valueOf(Character.getName(c));
    int abbreviation = name.indexOf(" (");
    return String.format(
        Locale.ROOT, "%s (U+%04X)", abbreviation < 0 ? name : name.substring(0, abbreviation), c);
  }
}
