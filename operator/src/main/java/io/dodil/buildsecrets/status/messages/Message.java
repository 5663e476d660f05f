package io.dodil.buildsecrets.status.messages;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.PrintableText;

/// A reason with its sentence, which is printable whatever it quotes.
public record Message(Reason reason, String text) {

  public Message {
    text = PrintableText.of(text);
  }
}
