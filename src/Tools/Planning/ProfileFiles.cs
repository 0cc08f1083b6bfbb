using System.Text.Json;
using System.Text.Json.Serialization;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Documents;
using PaDeNer.Simulation;

namespace PaDeNer.Tools.Planning;

/// <summary>Device profiles on disk: those that come with the daemon, by name, and any other by its path.</summary>
internal static class ProfileFiles
{
    /// <summary>Names of devices stay readable in the file.</summary>
    private static readonly ProfileJson Readable = new(new JsonSerializerOptions(ProfileJson.Default.Options) { Encoder = PlainJsonEncoder.Instance });

    private const string Extension = ".json";
    private static readonly string Folder = Path.Combine("config", "profiles");

    /// <summary>Names of the profiles that come with the daemon.</summary>
    public static IReadOnlyList<string> Names =>
        InstallationPaths.Find(Folder) is { } folder
            ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Reads a profile.</summary>
    /// <param name="nameOrPath">A name of <see cref="Names"/> or a file.</param>
    /// <exception cref="ConfigurationException">There is none, or it is not valid.</exception>
    public static DeviceProfile Read(string nameOrPath)
    {
        string? path = File.Exists(nameOrPath) ? nameOrPath : InstallationPaths.Find(Path.Combine(Folder, nameOrPath + Extension));
        if (path is null)
        {
            string known = Names.Count > 0 ? $"there are {string.Join(", ", Names)}" : "none come with this installation";
            throw new ConfigurationException($"there is no profile '{nameOrPath}' and no such file; {known}. padener plan --record FILE --documents FILE records one.");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            DeviceProfile profile = JsonSerializer.Deserialize(stream, ProfileJson.Default.DeviceProfile) ?? throw new JsonException("It is empty.");
            return Problem(profile) is { } problem ? throw new ConfigurationException($"the profile {path} cannot be used: {problem}.") : profile;
        }
        catch (JsonException broken)
        {
            throw new ConfigurationException($"the profile {path} is not valid{JsonErrorText.Of(broken)}", broken);
        }
    }

    /// <summary>Writes a profile.</summary>
    public static void Write(string path, DeviceProfile profile) =>
        File.WriteAllText(path, JsonSerializer.Serialize(profile, Readable.DeviceProfile) + Environment.NewLine);

    private static string? Problem(DeviceProfile profile) =>
        profile.Lanes is < 1 or > 256 ? "lanes is not between 1 and 256"
        : profile.Slots is < 1 or > 4096 ? "slots is not between 1 and 4096"
        : profile.KvCells is < 256 or > 10_000_000 ? "kvCells is not between 256 and 10000000"
        : profile.RowsPerStep < 1 || profile.RowsPerStep > profile.KvCells ? "rowsPerStep is not between 1 and kvCells"
        : profile.WindowTokens is < 16 or > 100_000 ? "windowTokens is not between 16 and 100000"
        : !(profile.BytesPerToken > 0) ? "bytesPerToken is not above 0"
        : !(profile.HostMilliseconds >= 0 && profile.Spread >= 0) ? "hostMilliseconds or spread is below 0"
        : profile.Documents.TextTokens.Count == 0 || profile.Documents.TextTokens.Any(static tokens => tokens < 1) ? "documents.textTokens wants one length or more, each 1 or more"
        : profile.Documents.Labels is < 1 or > 64 ? "documents.labels is not between 1 and 64"
        : !(profile.Documents.MentionsPerDocument >= 0 && profile.Documents.TokensPerMention >= 1) ? "documents.mentionsPerDocument is below 0 or documents.tokensPerMention below 1"
        : null;
}

/// <summary>The JSON format of profile files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DeviceProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
