using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansChat.Hosting.Wire;

/// <summary>How every JSON of the wire is written.</summary>
internal static class WireJson
{
    /// <summary>Non-ASCII characters are written as they are: nothing here is ever embedded in HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
