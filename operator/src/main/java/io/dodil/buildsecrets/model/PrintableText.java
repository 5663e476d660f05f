package io.dodil.buildsecrets.model;

import java.util.regex.Pattern;

/// Makes a text that somebody else wrote safe to show: other characters than printable ASCII can
/// move a terminal, begin a line of their own, or make one name look like another.
public final class PrintableText {

  private static final Pattern OTHER = Pattern.compile("[^ -~]");

  private PrintableText() {}

  /// Returns the text with a question mark in place of each such character.
  public static String of(String text) {
    return OTHER.matcher(text).replaceAll("?");
  }
}
