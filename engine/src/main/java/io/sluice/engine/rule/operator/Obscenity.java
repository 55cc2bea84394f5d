package io.sluice.engine.rule.operator;

import java.util.Locale;
import java.util.Set;

/**
 * Words that people type into forms instead of their name. Whole words only: "Scunthorpe" and "Dickinson" are names,
 * and so is "Dick", which is why no word is here that a person may bear.
 */
final class Obscenity {

  private static final Set<String> WORDS =
      Set.of(
          ("arse arsehole ass asses asshat asshole assholes asswipe bastard bastards bitch bitches "
                  + "bitching bollocks boner bullshit bukkake buttplug clit clitoris cocksucker cumshot cunt "
                  + "cunts dickhead dildo dipshit douche douchebag dumbass fag faggot faggots fags felatio "
                  + "fellatio fuck fucked fucker fuckers fuckface fuckin fucking fucks fuckwit fuk fuckyou "
                  + "goddamn handjob horny jackass jackoff jerkoff jizz masturbate milf mofo motherfucker "
                  + "motherfuckers motherfucking nigga niggas nigger niggers nutsack orgasm penis phuck piss "
                  + "pissed pissoff porn porno pussies pussy queef rimjob scrotum shit shite shithead shits "
                  + "shitty skank slut sluts slutty smegma spic tits titties tosser turd twat twats vagina wank "
                  + "wanker wankers wetback whore whores wtf")
              .split(" "));

  private Obscenity() {}

  static boolean isIn(String text) {
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        if (WORDS.contains(text.substring(start, i).toLowerCase(Locale.ROOT))) {
          return true;
        }
        start = -1;
      }
    }
    return false;
  }
}
