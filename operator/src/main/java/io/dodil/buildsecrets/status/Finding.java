package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.PrintableText;

/// A reason with its sentence, which is printable whatever it quotes.
public record Finding(Reason reason, String sentence) {

  public Finding {
    sentence = PrintableText.of(sentence);
  }
}
