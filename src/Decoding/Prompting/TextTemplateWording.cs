using System.Globalization;

namespace PaDeNer.Decoding.Prompting;

/// <summary>The words of a text template; the pieces are concatenated as head, text, label lead, label, label tail, count, mention tag.</summary>
/// <param name="Name">Template name.</param>
/// <param name="Head">Before the document's text.</param>
/// <param name="LabelLead">Between text and label.</param>
/// <param name="LabelTail">After the label; the model continues with the count.</param>
/// <param name="MentionTag">After the count; <c>{0}</c> is the mention's number.</param>
public sealed record TextTemplateWording(string Name, string Head, string LabelLead, string LabelTail, string MentionTag)
{
    /// <summary>
    /// The published English weights. Their inference code asks for mentions with the Chinese tag, whatever the paper's figures show,
    /// so that is what the weights were tuned on.
    /// </summary>
    public static TextTemplateWording PadellmEnglish { get; } =
        new("padellm-en", "text:\n", "\nentity type:\n", "\n\n<num>", "\n<第{0}文段>");

    /// <summary>The published Chinese weights.</summary>
    public static TextTemplateWording PadellmChinese { get; } =
        new("padellm-zh", "文本:\n", "\n指定NER标签:\n", "\n\n<数量>", "\n<第{0}文段>");

    /// <summary>English as the paper's figures print it, for models tuned from the paper's text.</summary>
    public static TextTemplateWording PaperEnglish { get; } =
        new("padellm-en-paper", "text:\n", "\nentity type:\n", "\n\n<num>", "\n<mention {0}>");

    /// <summary>Every wording, by name.</summary>
    public static IReadOnlyList<TextTemplateWording> All { get; } = [PadellmEnglish, PadellmChinese, PaperEnglish];

    /// <summary>What follows the text to ask for a label's count.</summary>
    /// <param name="promptName">What the model is shown for the label.</param>
    public string LabelPrompt(string promptName) => LabelLead + promptName + LabelTail;

    /// <summary>What follows the label's prompt once the count is known.</summary>
    /// <param name="count">0 or more.</param>
    public static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>What follows the count to ask for a mention.</summary>
    /// <param name="mention">Its number, from 1.</param>
    public string MentionPrompt(int mention) => string.Format(CultureInfo.InvariantCulture, MentionTag, mention);
}
