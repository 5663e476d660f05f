package io.dodil.buildsecrets.dodil;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.IOException;
import java.util.Optional;

/// Reads the JSON object of an answer, strictly: what could be read in two ways is not read.
final class JsonReply {

  private static final int MAX_DEPTH = 16;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private JsonReply() {}

  static Optional<JsonNode> read(Sensitive body) {
    try {
      return Optional.of(READER.readTree(body.reveal())).filter(JsonNode::isObject);
    } catch (IOException e) {
      // its message quotes the other side
      return Optional.empty();
    }
  }
}
