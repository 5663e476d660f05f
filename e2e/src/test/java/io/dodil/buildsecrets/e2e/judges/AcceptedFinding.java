package io.dodil.buildsecrets.e2e.judges;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a judge may say, and why it is left as it is.
///
/// @param judge the program
/// @param text a part of the remark
record AcceptedFinding(String judge, String text, String why) {

  private static final Path FILE = Path.of("src/test/resources/judges/accepted.yaml");

  static List<AcceptedFinding> all() throws IOException {
    return new YAMLMapper().readValue(Files.readString(FILE), new TypeReference<>() {});
  }

  boolean covers(Finding remark) {
    return remark.judge().equals(judge) && remark.text().contains(text);
  }
}
