namespace PaDeNer.Testing.Builders;

/// <summary>Predictions for three texts whose scores can be worked out by hand.</summary>
public static class HandMadeFile
{
    /*
       As predicted (labels LOC, ORG, PER):        gold  given  right
         LOC  London | London, Paris                  1      2      1
         ORG  Paris, Lyon | London, Paris, Lyon       2      3      2
         PER  Ada Lovelace, Charles Babbage
              | Ada Lovelace, Charles                 2      2      1
         micro                                        5      7      4    P 4/7, R 4/5, F 8/12

       De-duplicated: London stays LOC (0.8 over 0.5), Paris stays LOC (0.7 over 0.4), two mentions go.
         LOC                                          1      2      1
         ORG  Paris, Lyon | Lyon                      2      1      1
         PER                                          2      2      1
         micro                                        5      5      3    P = R = F = 3/5

       Counts, 3 texts x 3 labels: wrong are ORG of text 1 (1 for 0) and LOC of text 2 (1 for 0): 7 of 9 right.
       Errors after de-duplication: Paris given as LOC and missing as ORG (label, 2), Charles given for Charles Babbage (text, 2).
       Calibration: 0.9, 0.8, 0.9 right, 0.6 and 0.7 wrong: (2 * 0.1 + 0.2 + 0.6 + 0.7) / 5 = 0.34.
    */
    /// <summary>The lines, with what is right.</summary>
    public const string Lines =
        """
        {"id":1,"text":"Ada Lovelace met Charles Babbage in London .","predictions":[{"label":"PER","text":"Ada Lovelace","probability":0.9},{"label":"PER","text":"Charles","probability":0.6},{"label":"LOC","text":"London","probability":0.8},{"label":"ORG","text":"London","probability":0.5}],"entities":[{"label":"PER","text":"Ada Lovelace"},{"label":"PER","text":"Charles Babbage"},{"label":"LOC","text":"London"}]}
        {"id":"two","text":"Paris beat Lyon .","predictions":[{"label":"LOC","text":"Paris","probability":0.7},{"label":"ORG","text":"Paris","probability":0.4},{"label":"ORG","text":"Lyon","probability":0.9}],"entities":[{"label":"ORG","text":"Paris"},{"label":"ORG","text":"Lyon"}]}
        {"text":"It rained .","predictions":[],"entities":[]}
        """;
}
