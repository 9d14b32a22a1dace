using System.Text.Json;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.Settings;

/// <summary>
/// Where settings come from, the later before the earlier: defaults, <c>appsettings.json</c>, the file named by <c>--config</c>, environment
/// variables (<c>Section__Key</c>, also with the prefix <c>ORLEANSCHAT_</c>, and then <c>__FILE</c> for a file's content), the command line.
/// </summary>
internal static class HostSettings
{
    private const string DefaultUrl = "http://127.0.0.1:8090";

    /// <summary>Top-level keys of the command line and of the file; anything else is a slip of the pen.</summary>
    private static readonly string[] Known =
    [
        "urls", "data", "config", "environment", "Logging", "Kestrel", "AllowedHosts",
        "People", "Wire", "Access", "Limits", "RateLimits", "Features", "Notifications", "Shutdown", "Cluster", "Dashboard", "Supervision", "Routing", "Customers",
    ];

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",          // request logs would show customers' handles
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:OrleansChat"] = "Information",              // begins like the one above, and would go with it
        ["Logging:LogLevel:Microsoft.Orleans"] = "Warning",
    };

    /// <exception cref="SettingsException">An argument or a file that cannot be used.</exception>
    public static WebApplicationBuilder Builder(string[] args)
    {
        CheckArguments(args);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var settings = builder.Configuration;
        settings.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = Defaults });
        if (settings["config"] is { Length: > 0 } file)
        {
            AddFile(settings, Path.GetFullPath(file));
        }

        settings.AddEnvironmentVariables().AddInMemoryCollection(EnvironmentSettings.Read(Environment.GetEnvironmentVariables())).AddCommandLine(args);
        if (string.IsNullOrEmpty(settings["urls"]) && string.IsNullOrEmpty(settings["http_ports"]) && string.IsNullOrEmpty(settings["https_ports"]) && !settings.GetSection("Kestrel:Endpoints").Exists())
        {
            settings["urls"] = DefaultUrl;
        }

        CheckUrls(settings["urls"] ?? "");
        StartFailure.QuietUntilStarted(builder.Logging);
        return builder;
    }

    /// <summary>Every argument is <c>--key value</c> or <c>--key=value</c>.</summary>
    private static void CheckArguments(string[] args)
    {
        for (var place = 0; place < args.Length; place++)
        {
            var key = args[place].Split('=')[0];
            if (!key.StartsWith("--", StringComparison.Ordinal) || !IsKnown(key[2..]))
            {
                throw new SettingsException($"Unknown argument '{args[place]}'; use --urls, --data, --config, --Section:Key=value, or the command hash-password.");
            }

            if (!args[place].Contains('=', StringComparison.Ordinal) && (++place == args.Length || args[place].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new SettingsException($"The argument '{key}' needs a value.");
            }
        }
    }

    private static void AddFile(ConfigurationManager settings, string file)
    {
        if (!File.Exists(file))
        {
            throw new SettingsException($"The file {file}, named by --config, is not there.");
        }

        try
        {
            var content = new ConfigurationBuilder().AddJsonFile(file, optional: false).Build();
            if (content.GetChildren().FirstOrDefault(child => !IsKnown(child.Key)) is { } unknown)
            {
                throw new SettingsException($"Unknown setting {unknown.Path} in {file}; top-level keys are {string.Join(", ", Known)}.");
            }
        }
        catch (InvalidDataException error)
        {
            var why = error.InnerException is { InnerException: JsonException { } json } ? json.Message : error.InnerException?.Message ?? error.Message;
            throw new SettingsException($"The file {file} cannot be read: {why}", error);
        }

        settings.AddJsonFile(source =>
        {
            source.Path = Path.GetFileName(file);
            source.FileProvider = new ConfigFolder(file);
            source.ReloadOnChange = true;
            source.OnLoadException = static failed => failed.Ignore = true;     // of a reload: the section is empty then, which whoever reads it again refuses
        });
    }

    /// <summary>The web server takes what it cannot read for a host name, and would listen on every address.</summary>
    private static void CheckUrls(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var plain = url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                throw new SettingsException($"'{url}' is no address to listen on; write --urls as http://127.0.0.1:8090.");
            }
        }
    }

    private static bool IsKnown(string key) => Known.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);
}
