using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Npgsql;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.ApiHost.Clustering;

/// <summary>
/// The keys of the login cookies in the database, so that a cookie is worth the same on every host. Who can read the table can forge logins: it is for the role of
/// the API hosts alone.
/// </summary>
internal sealed class SharedKeys(NpgsqlDataSource source) : IXmlRepository
{
    /// <summary>"OCK1" in ASCII: the lock of whoever makes the first key.</summary>
    private const long LockKey = 0x4F434B31;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = source.CreateCommand("SELECT xml FROM login_keys ORDER BY name");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
        {
            keys.Add(XElement.Parse(reader.GetString(0)));
        }

        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = source.CreateCommand("INSERT INTO login_keys (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO NOTHING");
        command.Parameters.AddWithValue("name", friendlyName);
        command.Parameters.AddWithValue("xml", element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }

    /// <summary>One host at a time: so that those who start together do not each make a key that the others have not read.</summary>
    public async Task OneAtATimeAsync(Action act, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock(@key)", connection);
        take.Parameters.AddWithValue("key", LockKey);
        await take.ExecuteNonQueryAsync(cancellation);
        act();
        await transaction.CommitAsync(cancellation);
    }
}

internal static class SharedKeysHosting
{
    public static IServiceCollection AddSharedKeys(this IServiceCollection services, string application, ClusterSettings cluster)
    {
        var connection = cluster.ConnectionString("login keys", connectionsMax: 2);
        services.AddSingleton(_ => new SharedKeys(NpgsqlDataSource.Create(connection)));
        services.AddHostedService<KeysAtStart>();
        services.AddDataProtection().SetApplicationName(application);
        return services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(static s =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = s.GetRequiredService<SharedKeys>()));
    }
}
