namespace PaDeNer.Benchmarking.Workloads;

/// <summary>One of the paper's datasets: its folder's name, and what the paper measured on it.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="LabelWords">What the paper shows the model for a label, where that is not the label itself.</param>
/// <param name="Latency">The paper's Table 2; null where a set is not in it.</param>
/// <param name="Generated">The paper's Table 14; null where a set is not in it.</param>
public sealed record PaperSet(string Name, IReadOnlyDictionary<string, string> LabelWords, PaperFigures? Latency, PaperFigures? Generated)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The sets that the project holds data of, in the paper's order.</summary>
    public static IReadOnlyList<PaperSet> All { get; } =
    [
        new("conll03", None, new PaperFigures(992.70, 753.36, 333.89), new PaperFigures(33.85, 28.36, 6.54)),
        new("genia", None, new PaperFigures(1515.35, 1266.31, 616.01), new PaperFigures(60.50, 49.03, 10.05)),
        new("weibo", Words("PER.NAM 名称特指 PER.NOM 名称代称 GPE.NAM 行政区特指 GPE.NOM 行政区代称 LOC.NAM 地点特指 LOC.NOM 地点代称 ORG.NAM 组织特指 ORG.NOM 组织代称"), new PaperFigures(1276.32, 1630.62, 344.75), new PaperFigures(45.02, 62.45, 2.19)),
        new("msra", Words("PER 名称 LOC 地点 ORG 组织"), new PaperFigures(812.78, 609.34, 204.24), new PaperFigures(27.42, 18.97, 2.23)),
        new("resume", Words("NAME 名称 CONT 国籍 RACE 民族 TITLE 职位 EDU 学历 ORG 公司 PRO 专业 LOC 籍贯"), new PaperFigures(982.39, 1462.56, 459.20), new PaperFigures(30.39, 53.02, 4.87)),
        new("youku", Words("TELEVISION 电视剧 PER 明星 MISC 其他"), new PaperFigures(579.99, 598.59, 241.25), new PaperFigures(18.21, 18.56, 3.66)),
        new("ecommerce", Words("HC 商品 HP 品牌"), new PaperFigures(845.42, 738.20, 419.40), new PaperFigures(31.50, 22.51, 3.27)),
    ];

    /// <summary>A set by its folder's name; one the paper does not know has no words and no figures.</summary>
    public static PaperSet Find(string name) => All.FirstOrDefault(set => set.Name == name) ?? new PaperSet(name, None, null, null);

    /// <summary>What the model is shown for a label.</summary>
    public string WordFor(string label) => LabelWords.GetValueOrDefault(label, label);

    private static Dictionary<string, string> Words(string pairs)
    {
        string[] words = pairs.Split(' ');
        return Enumerable.Range(0, words.Length / 2).ToDictionary(i => words[2 * i], i => words[(2 * i) + 1], StringComparer.Ordinal);
    }
}

/// <summary>One column of a table of the paper.</summary>
/// <param name="Augmented">Its row AutoReg_Aug.</param>
/// <param name="Structured">Its row AutoReg_Struct.</param>
/// <param name="Parallel">Its row PaDeLLM (one GPU, batched).</param>
public sealed record PaperFigures(double Augmented, double Structured, double Parallel)
{
    /// <summary>The augmented format's figure over that of <see cref="Parallel"/>.</summary>
    public double AugmentedRatio => Augmented / Parallel;

    /// <summary>The structured format's figure over that of <see cref="Parallel"/>.</summary>
    public double StructuredRatio => Structured / Parallel;
}
