// The page that draws a dashboard with the packages Splunk publishes. Searches
// are not run: each answers from window.__mocks by its data source's id, so the
// definition is drawn unchanged and every search is seen with its tokens filled in.
import React from 'react';
import { createRoot } from 'react-dom/client';
import DashboardCore from '@splunk/dashboard-core';
import { DashboardContextProvider } from '@splunk/dashboard-context';
import preset from '@splunk/dashboard-presets/EnterpriseViewOnlyPreset';
import { TimeRangeInput } from '@splunk/dashboard-inputs';
import { SplunkSearch, SplunkSavedSearch } from '@splunk/datasources';
import DataSource from '@splunk/datasources/DataSource';
import { DataSet } from '@splunk/datasource-utils';
import { createSchemaBasedOnPresets } from '@splunk/dashboard-definition';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';

window.__searches = [];
window.__errors = [];

const failed = (message) => ({ level: 'error', message, meta: { status: 'failed' } });

const answered = (Real) => class extends DataSource {
  static config = Real.config;

  static schema = Real.schema;

  request(requestParams) {
    return (observer) => {
      const id = this.context?.id ?? this.meta?.id;
      const { query, ref, queryParameters } = this.options;
      window.__searches.push({ id, query, ref, range: queryParameters });
      const timer = setTimeout(() => {
        const mock = window.__mocks[id];
        if (!mock) return observer.error(failed(`no mock for data source ${id}`));
        if (mock.error) return observer.error(failed(mock.error));
        const { count, offset } = requestParams ?? {};
        observer.next({
          data: DataSet.fromJSONCols(mock.fields, mock.columns).getPage({ count, offset }),
          meta: {
            sid: `${id}_sid`, status: 'done', percentComplete: 100, totalCount: mock.columns[0]?.length ?? 0, lastUpdated: '2026-01-01T00:00:00.000Z',
          },
        });
        return observer.complete();
      }, 0);
      return () => clearTimeout(timer);
    };
  }
};

const testPreset = {
  ...preset,
  inputs: { ...preset.inputs, 'input.timerange': TimeRangeInput }, // Splunk's own asks splunkweb for the presets
  dataSources: {
    ...preset.dataSources,
    'ds.search': answered(SplunkSearch),
    'ds.chain': answered(SplunkSearch),
    'ds.savedSearch': answered(SplunkSavedSearch),
  },
};

window.dashboardSchema = () => createSchemaBasedOnPresets(preset);

window.renderDashboard = (definition, { colorScheme = 'light', mocks = {}, tokens = {} } = {}) => {
  window.__root?.unmount();
  window.__mocks = mocks;
  window.__errors = [];
  window.__searches = [];
  window.__tokens = null;
  window.__root = createRoot(document.getElementById('root'));
  window.__root.render(
    <SplunkThemeProvider family="enterprise" colorScheme={colorScheme} density="comfortable">
      <DashboardContextProvider
        preset={testPreset}
        initialDefinition={definition}
        initialMode="view"
        initialTokenBinding={{ default: tokens, env: { user: 'analyst', app: 'concurrentsessions', locale: 'en-US' } }}
        initialReadOnlyTokenNamespaces={['env']}
        onTokenBindingChange={(binding) => { window.__tokens = binding; }}
      >
        <DashboardCore width="100%" height="100vh" onValidationError={(e) => window.__errors.push(e)} />
      </DashboardContextProvider>
    </SplunkThemeProvider>,
  );
};
