package io.dodil.buildsecrets.e2e.judges;

/// What a judge says against something.
///
/// @param judge the program
/// @param subject what it looked at, such as a file of values
record Finding(String judge, String subject, String text) {

  @Override
  public String toString() {
    return "%s: %s: %s".formatted(judge, subject, text);
  }
}
