package io.dodil.buildsecrets.dodil;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.model.Sensitive;

/// The body of an answer to a save: `{"success": true}`, or that inside `data`.
final class SaveReply {

  private SaveReply() {}

  /// Protobuf leaves out what is false, so that a failed save may answer `{}`.
  static boolean confirms(Sensitive body) {
    return JsonReply.read(body).map(SaveReply::confirms).orElse(false);
  }

  private static boolean confirms(JsonNode root) {
    var flag = root.has("success") ? root.path("success") : root.path("data").path("success");
    return flag.isBoolean() && flag.booleanValue();
  }
}
